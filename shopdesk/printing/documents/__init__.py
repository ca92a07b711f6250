"""Printed documents, one module each: data of ``domain.paper`` → a body of HTML. They do not import each other."""
