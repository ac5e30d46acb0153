CLAUSES: dict[str, str] = {}
