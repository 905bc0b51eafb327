"""The oracle: the same model as `simulation/`, written the slow, obvious way from docs/ODD.md.

One Python object for each resident, group, agency and place; plain loops, dicts and lists. It shares with the columns
the luck (`simulation.chance`), the cards and scenarios, the words for statuses and events, and the people whom
population synthesis makes; every rule is written a second time, from the page.
"""
