"""Read checklists that people write in Markdown, bind their rows to gates, and tick them."""
