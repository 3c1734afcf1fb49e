"""Prices: tariffs, subscriptions and fees, their prices and the points they are linked to."""
