"""What many runs say together: what decides an answer, where each way does better, how robustly, what knowing is worth.

Every analysis is a pure function on a table of results: a row for each point of a design, world, way of working and
seed, with a column for each input and outcome (`simulation.experiments.studies`).
"""
