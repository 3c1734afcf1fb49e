"""What kind of disk a company file lies on, which decides how SQLite may write to it.

**Source**: design § 3, "Writing": WAL on a local disk; on a network share a rollback journal and
one instance, because WAL needs memory shared by all who have the file open.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

# File systems of one machine's own disks. Whatever is not named here is taken for shared.
_LOCAL_TYPES = frozenset(
    {
        "apfs", "bcachefs", "btrfs", "exfat", "ext2", "ext3", "ext4", "f2fs", "fuseblk", "hfs",
        "hfsplus", "jfs", "msdos", "ntfs", "ntfs3", "overlay", "ramfs", "reiserfs", "tmpfs",
        "ufs", "vfat", "xfs", "zfs",
    }
)  # fmt: skip
_DRIVE_REMOTE = 4


def is_shared_folder(path: Path) -> bool:
    """Return whether a file may lie where other machines reach it.

    In doubt the answer is yes: a rollback journal is safe everywhere, WAL only on a disk of this
    machine. The environment variable `NETKONTOR_SHARED_FOLDER` (1 or 0) overrides the guess.

    Args:
        path: The file, which need not exist; its folder must.
    """
    override = os.environ.get("NETKONTOR_SHARED_FOLDER", "")
    if override in {"0", "1"}:
        return override == "1"
    if sys.platform == "win32":
        return _is_remote_drive(path)
    mounts = _mounts()
    kind = file_system_type(path, mounts)
    if not kind and mounts:
        # A changed root hides the mount it lies on; a share would have been mounted inside it.
        return False
    return kind not in _LOCAL_TYPES


def file_system_type(path: Path, mounts: dict[str, str]) -> str:
    """Return the type of the file system a path lies on, or "" when no mount holds it.

    Args:
        path: A file or folder.
        mounts: Type by mount point.
    """
    real = Path(os.path.realpath(path))
    for folder in (real, *real.parents):
        if str(folder) in mounts:
            return mounts[str(folder)]
    return ""


def linux_mounts(listing: str) -> dict[str, str]:
    """Return type by mount point from `/proc/self/mounts`."""
    fields = (line.split(" ") for line in listing.splitlines())
    return {_unescaped(parts[1]): parts[2] for parts in fields if len(parts) > 2}


def mac_mounts(listing: str) -> dict[str, str]:
    """Return type by mount point from `mount`: `/dev/disk3s1 on /Volumes/Data (apfs, local)`."""
    mounts: dict[str, str] = {}
    for line in listing.splitlines():
        _device, _on, rest = line.partition(" on ")
        mount_point, _bracket, options = rest.rpartition(" (")
        mounts[mount_point] = options.split(",")[0].strip(" )")
    return mounts


def _mounts() -> dict[str, str]:
    """Return the type of every mounted file system by its mount point; empty when unknown."""
    if sys.platform == "darwin":
        return mac_mounts(_mac_listing())
    try:
        return linux_mounts(Path("/proc/self/mounts").read_text(encoding="utf-8"))
    except OSError:
        return {}


def _mac_listing() -> str:
    import subprocess

    try:
        answer = subprocess.run(["/sbin/mount"], capture_output=True, text=True, check=True)
    except (OSError, subprocess.SubprocessError):
        return ""
    return answer.stdout


def _unescaped(mount_point: str) -> str:
    """Return a mount point with the kernel's octal escapes (blank, tab, backslash) resolved."""
    for escape, letter in (("\\040", " "), ("\\011", "\t"), ("\\012", "\n"), ("\\134", "\\")):
        mount_point = mount_point.replace(escape, letter)
    return mount_point


def _is_remote_drive(path: Path) -> bool:
    import ctypes

    anchor = Path(os.path.realpath(path)).anchor
    if anchor.startswith("\\\\"):
        return True
    windll = getattr(ctypes, "windll", None)
    return windll is None or windll.kernel32.GetDriveTypeW(anchor) == _DRIVE_REMOTE
