"""Documents made from the record: what is handed out on paper says the same as the pages."""
