"""The page of forms: what shall be issued, by whom, for whom."""
