"""The overview: what needs attention today, over all areas."""
