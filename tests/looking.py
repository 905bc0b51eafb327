"""What tests look at in a world: its residents' columns, without those who have gone."""


def column(world, name):
    """A column of the residents who are here, in the order of their rows."""
    r = world.residents
    return getattr(r, name)[: r.count][r.alive[: r.count]]


def ages(world):
    """Whole years of age of the residents who are here."""
    return (world.month - column(world, "born").astype(int)) // 12
