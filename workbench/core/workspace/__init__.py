"""The workspace: what was issued and imported, the keys (encrypted), and the log of it, in SQLite or PostgreSQL.

`open_workspace` gives a `Workspace`; the functions of the modules beside it take one of its connections or the workspace itself.
"""
