"""The month's count of residents and their needs, by place and deprivation fifth and by the cells of `strata`."""

from enum import IntEnum

import numpy as np

from simulation.agents.residents import ADULT, CRISIS, Event, Status
from simulation.chance import AT_ONCE
from simulation.kernels import kernel, rule
from simulation.observation.generosity import BIN_OF, LONGEST
from simulation.observation.strata import cell

WHOLE = 1 << 16
"""One, in the integers that fractions are added up in: each person's is rounded down."""

LONGEST_WAIT = 60

SERVED = 1 << Status.STATUTORY | 1 << Status.DIRECT | 1 << Status.PLACED
"""Bits of the statuses in which a service helps."""


class Measure(IntEnum):
    """Counts, minutes and sums over the residents of one place and fifth in one month."""

    RESIDENTS = 0
    ADULTS = 1
    IN_NEED = 2
    IN_CRISIS = 3
    WITHOUT_HELP = 4
    NEED_MINUTES = 5
    MET_MINUTES = 6
    KIN_MINUTES = 7
    STATUTORY_MINUTES = 8
    DIRECT_MINUTES = 9
    GROUP_MINUTES = 10
    AVOIDABLE_CRISES = 11
    UNAVOIDABLE_CRISES = 12
    SOUGHT_HELP = 13
    WAITING = 14
    ABANDONED = 15
    HARMED = 16
    RECOVERED = 17
    ACTIVE = 18
    FORMAL = 19
    INFORMAL = 20
    STARTED = 21
    STOPPED = 22
    BURNT_OUT = 23
    BURNOUT = 24
    ACTIVE_BURNOUT = 25
    CIVIC_MINUTES = 26
    KIN_GIVEN_MINUTES = 27
    WELLBEING = 28
    CAPACITY = 29
    IN_SERVICE = 30
    HELPED_BY_GROUP = 31
    PLACED = 32


class Tally(IntEnum):
    """What is counted in the cells of `strata` as well; each is the Measure of the same name."""

    RESIDENTS = 0
    WELLBEING = 1
    KIN_GIVEN_MINUTES = 2
    CIVIC_MINUTES = 3
    ACTIVE = 4
    STARTED = 5
    STOPPED = 6
    ACTIVE_BURNOUT = 7
    BURNT_OUT = 8
    AVOIDABLE_CRISES = 9
    UNAVOIDABLE_CRISES = 10
    HARMED = 11
    IN_NEED = 12
    IN_CRISIS = 13
    WITHOUT_HELP = 14
    NEED_MINUTES = 15
    MET_MINUTES = 16
    WAITING = 17


MEASURES = tuple(Measure[one.name] for one in Tally)
"""The measure that each number of a cell counts."""


@rule
def _put_down(row, people, adults, joy, able, to_kin, worn_out, spent):  # type: ignore[no-untyped-def]
    """Add the sums of a neighbourhood's people to the row of its place and fifth."""
    row[Measure.RESIDENTS] += people
    row[Measure.ADULTS] += adults
    row[Measure.WELLBEING] += joy
    row[Measure.CAPACITY] += able
    row[Measure.KIN_GIVEN_MINUTES] += to_kin
    row[Measure.BURNOUT] += worn_out
    row[Measure.BURNT_OUT] += spent


@kernel
def tally_residents(  # type: ignore[no-untyped-def]
    month, n, alive, born, neighbourhood, place_of, fifth, sex, disabled, ethnic, event, active, groups, burnout,
    burnt_out, carer_minutes, civic_given, kin_given, wellbeing, capacity, out, cells, hours, cell_of, fallen,
):  # fmt: skip
    """Count residents; rows of one neighbourhood lie together, so that most sums stay at hand until it ends.

    out [place, fifth, Measure], cells [place, cell, Tally] and hours [place, bin, 2] grow; cell_of [resident] is
    each one's cell. `fallen` lists the rows of those who entered crisis this month; returns how many. What needs no
    place is worked out for AT_ONCE rows together, in the processor's vectors.
    """
    falls = 0
    at_h, at_f, p, f = np.int16(-1), np.uint8(0), np.int64(0), np.int64(0)
    people = adults = joy = able = to_kin = worn_out = spent = np.int64(0)
    whole = np.empty((3, AT_ONCE), np.int32)
    for first in range(0, n, AT_ONCE):
        rows = min(AT_ONCE, n - first)
        for at in range(rows):
            i = first + at
            carer = kin_given[i] >= carer_minutes
            cell_of[i] = cell(month - born[i], np.int64(sex[i]), carer, disabled[i], np.int64(ethnic[i]))
            whole[0, at] = wellbeing[i] * np.float32(WHOLE)
            whole[1, at] = capacity[i] * np.float32(WHOLE)
            whole[2, at] = burnout[i] * np.float32(WHOLE)
        for at in range(rows):
            i = first + at
            if not alive[i]:
                continue
            if neighbourhood[i] != at_h or fifth[i] != at_f:
                _put_down(out[p, f], people, adults, joy, able, to_kin, worn_out, spent)
                people = adults = joy = able = to_kin = worn_out = spent = np.int64(0)
                at_h = neighbourhood[i]
                at_f = fifth[i]
                p, f = np.int64(place_of[at_h]), np.int64(at_f) - 1
            age = month - born[i]
            own, kin = np.uint64(cell_of[i]), np.int64(kin_given[i])
            felt, fit, worn = whole[0, at], whole[1, at], whole[2, at]
            people += 1
            adults += age >= ADULT
            joy += felt
            able += fit
            to_kin += kin
            worn_out += worn
            cells[p, own, Tally.RESIDENTS] += 1
            cells[p, own, Tally.WELLBEING] += felt
            cells[p, own, Tally.KIN_GIVEN_MINUTES] += kin
            if burnout[i] >= burnt_out:
                spent += 1
                cells[p, own, Tally.BURNT_OUT] += 1
            if active[i]:
                out[p, f, Measure.ACTIVE] += 1
                out[p, f, Measure.FORMAL] += groups[i, 0] >= 0
                out[p, f, Measure.INFORMAL] += groups[i, 1] >= 0
                out[p, f, Measure.ACTIVE_BURNOUT] += worn
                cells[p, own, Tally.ACTIVE] += 1
                cells[p, own, Tally.ACTIVE_BURNOUT] += worn
            minutes = np.int64(civic_given[i])
            if minutes > 0:
                length = BIN_OF[min(minutes, np.int64(LONGEST))]
                out[p, f, Measure.CIVIC_MINUTES] += minutes
                cells[p, own, Tally.CIVIC_MINUTES] += minutes
                hours[p, length, 0] += 1
                hours[p, length, 1] += minutes
            happened = event[i]
            if happened != 0:
                avoidable = (happened & Event.AVOIDABLE_CRISIS) != 0
                unavoidable = (happened & Event.UNAVOIDABLE_CRISIS) != 0
                harmed = (happened & Event.HARM) != 0
                if avoidable or unavoidable:
                    fallen[falls] = i
                    falls += 1
                started, stopped = (happened & Event.STARTED_HELPING) != 0, (happened & Event.STOPPED_HELPING) != 0
                out[p, f, Measure.AVOIDABLE_CRISES] += avoidable
                cells[p, own, Tally.AVOIDABLE_CRISES] += avoidable
                out[p, f, Measure.UNAVOIDABLE_CRISES] += unavoidable
                cells[p, own, Tally.UNAVOIDABLE_CRISES] += unavoidable
                out[p, f, Measure.HARMED] += harmed
                cells[p, own, Tally.HARMED] += harmed
                out[p, f, Measure.STARTED] += started
                cells[p, own, Tally.STARTED] += started
                out[p, f, Measure.STOPPED] += stopped
                cells[p, own, Tally.STOPPED] += stopped
                out[p, f, Measure.SOUGHT_HELP] += (happened & Event.SOUGHT) != 0
                out[p, f, Measure.ABANDONED] += (happened & Event.ABANDONED) != 0
                out[p, f, Measure.RECOVERED] += (happened & Event.RECOVERED) != 0
    _put_down(out[p, f], people, adults, joy, able, to_kin, worn_out, spent)
    return falls


@kernel
def tally_needs(  # type: ignore[no-untyped-def]
    rows, first, ladder, needed, met, kin, statutory, direct, civic, neighbourhood, place_of, fifth, level, status,
    wait, helper, cell_of, out, cells, waits,
):  # fmt: skip
    """Count the needs of this month; out and cells as in `tally_residents`, waits [place, months waited]."""
    for j in range(len(rows)):
        i = rows[j]
        p, f = place_of[neighbourhood[i]], fifth[i] - 1
        own = cell_of[i]
        need, done, by_kin, by_duty, by_choice, by_group = 0, 0, 0, 0, 0, 0
        crisis, stands = False, 0
        for c in range(first[j], first[j + 1]):
            l = ladder[c]
            need += needed[c]
            done += met[c]
            by_kin += kin[c]
            by_duty += statutory[c]
            by_choice += direct[c]
            by_group += civic[c]
            crisis |= level[i, l] == CRISIS
            stands |= 1 << status[i, l]
            waits[p, min(np.int64(wait[i, l]), LONGEST_WAIT)] += status[i, l] == Status.WAITING
        waiting, placed = (stands >> Status.WAITING) & 1, (stands >> Status.PLACED) & 1
        served = (stands & SERVED) != 0
        without = 2 * done < need
        out[p, f, Measure.KIN_MINUTES] += by_kin
        out[p, f, Measure.STATUTORY_MINUTES] += by_duty
        out[p, f, Measure.DIRECT_MINUTES] += by_choice
        out[p, f, Measure.GROUP_MINUTES] += by_group
        out[p, f, Measure.IN_NEED] += 1
        cells[p, own, Tally.IN_NEED] += 1
        out[p, f, Measure.NEED_MINUTES] += need
        cells[p, own, Tally.NEED_MINUTES] += need
        out[p, f, Measure.MET_MINUTES] += done
        cells[p, own, Tally.MET_MINUTES] += done
        out[p, f, Measure.WITHOUT_HELP] += without
        cells[p, own, Tally.WITHOUT_HELP] += without
        out[p, f, Measure.IN_CRISIS] += crisis
        cells[p, own, Tally.IN_CRISIS] += crisis
        out[p, f, Measure.WAITING] += waiting
        cells[p, own, Tally.WAITING] += waiting
        out[p, f, Measure.IN_SERVICE] += served
        out[p, f, Measure.PLACED] += placed
        out[p, f, Measure.HELPED_BY_GROUP] += helper[i] >= 0
