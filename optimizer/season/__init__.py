"""The season: what was sent and answered, what it says about the chances, and what to do next.

Three parts, each with its own public names, so that entering an answer doesn't wait for a solver to load:

- `optimizer.season.tracker`: the store of programs, answers, ties, contacts and notes, and the tracking sheet.
- `optimizer.season.outlook`: updated chances, what to do next, interviews to accept, the rank order list.
- `optimizer.season.tie_plan`: before the season, which ties to make, with the list that they open; the timeline.
"""
