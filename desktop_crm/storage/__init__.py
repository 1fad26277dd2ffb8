"""The one local file: the only place that knows SQL or SQLite."""
