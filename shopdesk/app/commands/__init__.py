"""The commands of the command line, one file each: ``HELP``, ``configure(parser)``, ``run(arguments) -> exit code``.

They call the services that the window calls and word what comes back; they decide nothing themselves.
"""
