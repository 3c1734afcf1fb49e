"""Tests of Netkontor; the folders mirror app/."""
