"""What the signs of a role count for, and how their weights are fitted."""

from __future__ import annotations

from atlas.evaluate.rolefitting import RoleSample, count_right, fit_roles, worth_writing
from atlas.reading.regions import find_regions
from atlas.reading.rolesigns import read_kinds
from atlas.reading.roletones import tone_signs
from atlas.reading.roleweights import ROLES, likely_role, role_weights
from atlas.reading.sentences import Sentences
from atlas.reading.tables import read_table

PLACES = ("behind", "touch", "clause", "sentence", "near")


def sample(role: str, *signs: str, links: tuple[str, ...] = ()) -> RoleSample:
    return RoleSample("passage", frozenset(signs), links, role)


def test_the_table_names_only_roles_words_and_kinds_that_there_are() -> None:
    words = read_kinds()
    kinds = {kind for row in words.values() for kind in row}
    for sign, row in read_table("role_weights.yml").items():
        assert set(row) <= set(ROLES), sign
        where, _, name = sign.partition(" ")
        if where in PLACES:
            assert name.split(" ")[0] in kinds, sign
        if where.rstrip(":") in PLACES and where.endswith(":"):
            assert name in words, sign


def test_signs_learn_their_role_and_rare_ones_are_left_out() -> None:
    samples = [sample("parameter", "touch pay", "unit %"), sample("current", "unit %")] * 20
    fitted = fit_roles([*samples, sample("target", "seen once")])
    assert count_right(samples, fitted) == (40, 40)
    assert likely_role(["touch pay", "unit %"], fitted) == "parameter"
    assert "seen once" not in worth_writing(fitted)


def test_what_the_rules_say_is_not_trusted_alone() -> None:
    """Where the words speak as surely as the rule, both learn the role."""
    samples = [sample("target", "rule target", "near plan"), sample("current", "near now")] * 20
    fitted = fit_roles(samples)
    assert likely_role(["near plan"], fitted) == "target"
    assert likely_role(["rule target"], fitted) == "target"
    assert fitted["near plan"][ROLES.index("target")] > fitted["rule target"][ROLES.index("target")]


def test_a_sentence_of_tasks_sounds_otherwise_than_one_of_results() -> None:
    def tones(text: str) -> frozenset[str]:
        sentences = Sentences(text, find_regions(text))
        return tone_signs(text, sentences.find(text.index("8")))

    assert "tone sentence done to plan 0" in tones("加快改造，年内不低于80%。")
    assert "tone sentence done to plan 4" in tones("已完成改造80家。")
    assert "tone sentence past to ahead none" in tones("床位80张。")


def test_a_figure_learns_from_the_role_of_the_one_before() -> None:
    samples = [sample("target", "clause plan"), sample("target", "unit %", links=("alike",))] * 10
    fitted = fit_roles([*samples, *[sample("current", "unit %")] * 10])
    assert count_right(samples, fitted) == (20, 20)
    assert likely_role(["unit %"], fitted) == "current"


def test_fitting_gives_the_same_weights_each_time() -> None:
    samples = [sample("change", "touch rise", "unit pp"), sample("baseline", "from")] * 5
    assert fit_roles(samples) == fit_roles(samples)


def test_what_no_sign_speaks_for_is_a_result() -> None:
    assert likely_role([], role_weights()) == "current"
