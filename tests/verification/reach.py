"""Which functions of the model a function can come to, read from code: what phases run, and what checks run of it."""

import inspect
from types import CodeType, ModuleType


def reached(function, seen=None):
    """The functions of the model that can be called from this one, itself among them; of a class, its methods."""
    seen = set() if seen is None else seen
    for one in vars(function).values() if inspect.isclass(function) else [function]:
        plain = inspect.unwrap(getattr(one, "py_func", one))
        if inspect.isfunction(plain) and plain.__module__.startswith("simulation.") and plain not in seen:
            seen.add(plain)
            for called in named(plain):
                reached(called, seen)
    return seen


def named(function):
    """What a function's code names: of its module, of modules that it names, and methods of its module's classes."""
    names, known = set(names_in(function.__code__)), function.__globals__
    modules = [known[name] for name in names if isinstance(known.get(name), ModuleType)]
    classes = [one for one in known.values() if inspect.isclass(one) and one.__module__ == function.__module__]
    holders = [known, *(vars(one) for one in (*modules, *classes))]
    return [holder[name] for name in names for holder in holders if name in holder]


def names_in(code):
    """Every name in a function's code, and in what is defined within it."""
    yield from code.co_names
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from names_in(constant)
