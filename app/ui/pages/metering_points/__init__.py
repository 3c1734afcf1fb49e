"""Metering points: the list, the record of one point, and the forms that make and change one."""
