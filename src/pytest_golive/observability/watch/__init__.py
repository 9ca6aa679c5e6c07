"""The watch over a service after a deployment: samples of all signals at fixed intervals, and what they show."""
