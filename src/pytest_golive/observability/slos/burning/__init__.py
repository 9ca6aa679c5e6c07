"""How fast a release burns the error budgets of objectives, by the burn-rate alerts of the SRE workbook."""
