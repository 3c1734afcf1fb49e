"""Back and forward over addresses."""

from hypothesis import given
from hypothesis import strategies as st

from app.ui.navigator import History, Navigator

ADDRESSES = st.sampled_from(["overview", "deadlines", "prices", "prices/1", "settings"])
STEPS = st.lists(st.one_of(ADDRESSES, st.sampled_from(["<", ">"])), max_size=40)


@given(STEPS)
def test__history__when_moved_about__back_undoes_forward_and_never_leaves_the_list(steps):
    history = History()
    for step in steps:
        if step == "<":
            history.back()
        elif step == ">":
            history.forward()
        else:
            history.visit(step)

    here = history.current

    if history.can_go_back:
        history.back()
        assert history.forward() == here
    elif history.can_go_forward:
        history.forward()
        assert history.back() == here
    else:
        assert history.back() == here == history.forward()


def test__visit__when_gone_back_before__forgets_what_was_ahead():
    history = History()
    for address in ("a", "b", "c"):
        history.visit(address)
    history.back()

    history.visit("d")

    assert not history.can_go_forward
    assert history.back() == "b"


def test__visit__when_the_address_is_the_same__is_not_counted_twice():
    history = History()
    history.visit("a")
    history.visit("a")

    assert not history.can_go_back


def test__back__when_the_page_does_not_let_go__the_place_stays(qapp):
    navigator = Navigator()
    for address in ("a", "b"):
        navigator.open(address)
        navigator.arrived(address)
    navigator.requested.connect(lambda _address: navigator.refused())

    navigator.back()

    assert navigator.history.current == "b"
    assert navigator.history.can_go_back
