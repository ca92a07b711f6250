"""What needs the owner, found by pure rules: facts in, findings out. Knows neither the shop's file nor windows.

A rule is a file in ``rules/``; ``services.alerting`` asks the shop for its facts and turns findings into tasks.
"""
