"""Japanese full-text search on plain PostgreSQL: docs/decisions/0006-japanese-search.md."""
