"""Telling local disks from shared ones; in doubt shared."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.store import file_system
from app.store.file_system import (
    file_system_type,
    is_shared_folder,
    linux_mounts,
    mac_mounts,
)

MOUNTS = {"/": "ext4", "/net/share": "nfs4", "/media/stick": "vfat", "/net/vm": "9p"}


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/data/a.netkontor", "ext4"),
        ("/net/share/deep/folder/a.netkontor", "nfs4"),
        ("/net/shared/a.netkontor", "ext4"),
        ("/media/stick/a.netkontor", "vfat"),
    ],
)
def test__file_system_type__a_path__is_that_of_its_nearest_mount(path, kind):
    assert file_system_type(Path(path), MOUNTS) == kind


@pytest.mark.parametrize(
    ("mounts", "shared"),
    [
        ({"/": "ext4"}, False),
        ({"/": "tmpfs"}, False),
        ({"/": "cifs"}, True),
        ({"/": "fuse.sshfs"}, True),
        ({"/": "something_new"}, True),
        ({}, True),
    ],
)
def test__is_shared_folder__by_type__is_shared_when_in_doubt(monkeypatch, tmp_path, mounts, shared):
    monkeypatch.delenv("NETKONTOR_SHARED_FOLDER", raising=False)
    monkeypatch.setattr(file_system, "_mounts", lambda: mounts)

    assert is_shared_folder(tmp_path / "a.netkontor") is shared


@pytest.mark.parametrize(("value", "shared"), [("1", True), ("0", False)])
def test__is_shared_folder__told_by_the_environment__does_not_guess(
    monkeypatch, tmp_path, value, shared
):
    monkeypatch.setenv("NETKONTOR_SHARED_FOLDER", value)

    assert is_shared_folder(tmp_path) is shared


def test__is_shared_folder__the_folder_of_tests__is_local(tmp_path):
    assert not file_system.is_shared_folder(tmp_path)


def test__is_shared_folder__in_a_changed_root__is_local(tmp_path, monkeypatch):
    monkeypatch.setattr(file_system, "_mounts", lambda: {"/proc": "proc", "/net/files": "cifs"})

    assert not file_system.is_shared_folder(tmp_path)


def test__is_shared_folder__when_no_mount_can_be_listed__is_shared(tmp_path, monkeypatch):
    monkeypatch.setattr(file_system, "_mounts", dict)

    assert file_system.is_shared_folder(tmp_path)


def test__linux_mounts__a_listing__has_types_and_plain_names():
    listing = (
        "/dev/sda1 / ext4 rw,relatime 0 0\n"
        "//nas/data /net/our\\040files cifs rw,vers=3.0 0 0\n"
        "broken line\n"
    )

    assert linux_mounts(listing) == {"/": "ext4", "/net/our files": "cifs"}


def test__mac_mounts__a_listing__has_types():
    listing = (
        "/dev/disk3s1 on / (apfs, sealed, local, read-only, journaled)\n"
        "//ida@nas/data on /Volumes/data (smbfs, nodev, nosuid, mounted by ida)\n"
    )

    assert mac_mounts(listing) == {"/": "apfs", "/Volumes/data": "smbfs"}
