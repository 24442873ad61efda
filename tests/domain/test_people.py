"""Who answers, where the plan says it only in part."""

from roadmap.domain.people import Person, Responsible

HEAD, CONTACT = Person(1, "Head", None, "kk"), Person(2, "Contact", None, "kk")


def test_where_nobody_is_named_whoever_answers_for_the_whole_does() -> None:
    whole = Responsible(None, HEAD, CONTACT)
    assert Responsible().or_else(whole) == whole
    assert Responsible(None, CONTACT).or_else(whole) == Responsible(None, CONTACT)


def test_a_contact_of_its_own_stays_with_an_inherited_holder() -> None:
    assert Responsible(None, None, CONTACT).or_else(Responsible(None, HEAD)) == Responsible(None, HEAD, CONTACT)
