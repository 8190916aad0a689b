"""How long the portal takes, each time beside the bare SQL that reads the same rows."""
