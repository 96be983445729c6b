"""Checks of dashboards: cards, the data they show, and the grid they lie on."""
