"""Time limits on the screen: state badges, days left, the three dates and the day strip."""
