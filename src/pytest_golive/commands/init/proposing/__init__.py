"""What ``golive init`` proposes for each section, in a module of its name: for what it finds by looking.

Such a module may have

- ``TABLES``: by key of a table, a function that takes the `Survey` and yields the lines below the table's header. Of
  a table that is not named, the settings that it shows by itself are proposed;
- ``open_rows``: a function that takes the `Survey` and the prefix of our tables, and yields (gate, hint) for each row
  of the section for which nothing was found.
"""
