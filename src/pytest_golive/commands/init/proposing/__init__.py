"""What ``golive init`` proposes for each section from what it finds, in a module with the section's name.

Such a module may have

- ``TABLES``: by key of a table, a function that takes the `Survey` and yields the lines below the table's header. For
  other tables, the settings that they show by default are proposed;
- ``open_rows``: a function that takes the `Survey` and the prefix of our tables, and yields (gate, hint) for each row
  of the section for which nothing was found.
"""
