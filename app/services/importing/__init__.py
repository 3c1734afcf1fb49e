"""How the rows of each kind of file are judged and written; `app.services.imports` is the door."""
