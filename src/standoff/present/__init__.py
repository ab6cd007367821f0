"""How the record reaches people: the command line, tables, the brief. The only room that prints."""
