"""The same record for machines: JSON over the same rules and permissions as the pages."""
