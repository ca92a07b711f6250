"""The only place that builds objects: start order, context, main window, tab registry, command line, crash report."""
