from dashboards.answering.turns import GOES_ON, HALVED_EVERY, HEAD_START, Turns


def order(turns, dropped=()):
    """All jobs in the order of their turns, each dropped as it begins."""
    begun = []
    while (job := turns.next(lambda one: one not in dropped)) is not None:
        turns.drop(job[0], job)
        begun.append(job)
    return begun


def serve(turns, times):
    """Let so many jobs have their turn; a job's first letter is its visitor."""
    for _ in range(times):
        job = turns.next(lambda _: True)
        turns.drop(job[0], job)


def test_visitors_take_turns_however_much_one_asks():
    turns = Turns()
    for number in range(5):
        turns.add("a", f"a{number}", 1)
    turns.add("b", "b0", 1)
    turns.add("b", "b1", 1)
    assert order(turns) == ["a0", "b0", "a1", "b1", "a2", "a3", "a4"]


def test_a_newcomer_goes_before_those_who_have_had_their_turns():
    turns = Turns()
    for visitor in "abc":
        for number in range(4):
            turns.add(visitor, f"{visitor}{number}", 1)
    serve(turns, 6)
    turns.add("z", "z0", 1)
    assert order(turns)[0] == "z0"


def test_who_asks_little_but_often_does_not_hold_up_the_rest_for_ever():
    turns = Turns()
    for number in range(20):
        turns.add("patient", f"patient {number}", 1)
    begun = []
    for number in range(40):
        turns.add("busy", f"busy {number}", 1)
        job = turns.next(lambda _: True)
        turns.drop(job.split()[0], job)
        begun.append(job.split()[0])
    assert begun.count("patient") == 20


def test_what_was_had_long_ago_counts_for_little():
    turns = Turns()
    for number in range(20 * HALVED_EVERY):
        turns.add("a", f"a{number}", 1)
        turns.drop("a", turns.next(lambda _: True))
    for visitor in "ab":
        for number in range(2 * HALVED_EVERY):
            turns.add(visitor, f"{visitor}{number}", 1)
    assert "a" in {job[0] for job in order(turns)[: 2 * HALVED_EVERY]}


def test_what_may_not_begin_is_passed_over_and_stays():
    turns = Turns()
    turns.add("a", "a long", 1)
    turns.add("a", "a short", 1)
    assert turns.next(lambda one: "long" not in one) == "a short"
    assert turns.next(lambda one: "long" not in one) == "a short"
    turns.drop("a", "a short")
    assert turns.next(lambda one: "long" not in one) is None
    assert (len(turns), turns.of("a".__eq__), turns.of("b".__eq__)) == (1, 1, 0)


def test_a_job_is_listed_once_for_each_visitor():
    turns = Turns()
    for visitor in "aab":
        turns.add(visitor, "a0", 1)
    assert (len(turns), turns.of("a".__eq__)) == (2, 1)


def test_of_one_visitors_questions_the_smaller_goes_first():
    turns = Turns()
    for job, of in (("a0", 70), ("a1", 70), ("a2", 2), ("a3", 2), ("a4", 70)):
        turns.add("a", job, of)
    assert order(turns) == ["a2", "a3", "a0", "a1", "a4"]


def test_a_small_question_goes_before_anybodys_large_one():
    turns = Turns()
    for visitor in "abc":
        for number in range(10):
            turns.add(visitor, f"{visitor}{number}", 70)
    serve(turns, 7)
    turns.add("a", "a small", 2)
    assert turns.next(lambda _: True) == "a small"


def test_a_question_of_two_is_not_torn_apart_by_those_who_ask_meanwhile():
    turns = Turns()
    for visitor in "abc":
        for half in "12":
            turns.add(visitor, f"{visitor}{half}", 2)
    assert order(turns) == ["a1", "a2", "b1", "b2", "c1", "c2"]


def test_what_goes_on_with_a_question_waits_for_nobody_who_asks_meanwhile():
    turns = Turns()
    turns.add("a", "a1", 2)
    serve(turns, 1)
    for half in "12":
        turns.add("b", f"b{half}", 2)
    turns.add("a", "a picture", GOES_ON)
    assert order(turns) == ["a picture", "b1", "b2"]


def test_half_a_question_that_is_given_up_gives_its_visitor_no_start():
    turns = Turns()
    for visitor in "ab":
        turns.add(visitor, f"{visitor}1", 2)
    serve(turns, 1)
    for number in range(2):
        turns.add("a", f"a again {number}", 2)
    assert order(turns)[0] == "b1"


def test_small_questions_without_end_do_not_hold_up_a_large_one():
    turns, begun = Turns(), []
    for number in range(200):
        turns.add("patient", f"patient {number}", 200)
    for number in range(200):
        turns.add("hasty", f"hasty {number}", 1)
        job = turns.next(lambda _: True)
        turns.drop(job.split()[0], job)
        begun.append(job.split()[0])
    assert "patient" in begun[: HEAD_START + 1]
    assert begun.count("patient") > 60
