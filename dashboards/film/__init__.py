"""The film: two worlds recorded once, laid out on one ground, and packed so that a browser can play them by itself.

`cinema.shoot(task)` makes one in a worker process. Film month m, from 1 on, shows how the worlds stand at the end of
the m-th month, which is frame m of `simulation.chronicle`; what is drawn as travelling in it happened in that month.
`happening` and `followed` tell beside it what happens, and what becomes of whom one follows.
"""
