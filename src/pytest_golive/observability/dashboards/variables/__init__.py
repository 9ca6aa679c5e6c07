"""The variables of dashboards: their values, and how queries take them."""
