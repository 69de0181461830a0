"""Errors as a user reads them, and pydantic's findings in the words of the fields."""

from datetime import date, time
from typing import Any

import pytest
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from optimizer.errors import BadInput, Fault, MatchlistError, RefereeDisagreement, validation_faults


class Wheel(BaseModel):
    model_config = ConfigDict(extra="forbid")

    spokes: int = Field(description="a whole number")
    tyre_width: int = Field(28, alias="tyre-width", description="millimetres")


class Bicycle(BaseModel):
    model_config = ConfigDict(extra="forbid")

    name: str = Field("", description="text")
    wheels: tuple[Wheel, ...] = Field((), description="a list of wheels")
    spare: Wheel | None = Field(None, description="a wheel")
    by_colour: dict[str, Wheel] = Field({}, description="a wheel by colour")
    gears: int = Field(1, ge=1)

    @model_validator(mode="after")
    def _is_no_unicycle(self) -> "Bicycle":
        if len(self.wheels) == 1:
            raise ValueError("one wheel makes no bicycle")
        return self


def faults_of(**given: Any) -> tuple[Fault, ...]:
    with pytest.raises(ValidationError) as caught:
        Bicycle.model_validate(given)
    return validation_faults(caught.value, Bicycle, "shed.toml")


def test_a_fault_says_where_what_found_allowed_and_mend_in_one_sentence() -> None:
    fault = Fault("is no score", "plan.toml: step2", "abc", "a whole number", "Correct it")
    assert str(fault) == "plan.toml: step2: is no score (found 'abc'); allowed: a whole number. Correct it."


def test_what_a_fault_does_not_know_it_leaves_out() -> None:
    assert str(Fault("is empty", "plan.toml")) == "plan.toml: is empty."


def test_a_question_keeps_its_question_mark() -> None:
    assert str(Fault("no such key", "plan.toml", remedy="Did you mean 'visa'?")).endswith("Did you mean 'visa'?")


def test_zero_and_false_are_values_and_shown() -> None:
    assert "(found 0)" in str(Fault("is too small", "x", 0))
    assert "(found False)" in str(Fault("is no number", "x", False))


@pytest.mark.parametrize(("value", "shown"), [(date(2024, 5, 1), "2024-05-01"), (time(7, 30), "07:30:00")])
def test_a_date_is_shown_as_it_was_written(value: object, shown: str) -> None:
    assert f"(found {shown})" in str(Fault("can't be used", "x", value))


def test_an_error_carries_every_fault_and_says_each_on_its_line() -> None:
    error = BadInput(Fault(f"fault {k}", "x") for k in range(3))
    assert [fault.what for fault in error.faults] == ["fault 0", "fault 1", "fault 2"]
    assert str(error).splitlines() == ["x: fault 0.", "x: fault 1.", "x: fault 2."]


def test_every_error_is_a_matchlist_error() -> None:
    assert issubclass(BadInput, MatchlistError)
    assert issubclass(RefereeDisagreement, MatchlistError)
    assert MatchlistError(Fault("one", "x")).faults == (Fault("one", "x"),)


def test_an_unknown_key_is_told_with_its_neighbour() -> None:
    (fault,) = faults_of(wheel=[])
    assert (fault.what, fault.where, fault.remedy) == ("no such key", "shed.toml: wheel", "Did you mean 'wheels'?")
    assert fault.allowed == "name, wheels, spare, by_colour, gears"


def test_an_unknown_key_without_a_neighbour_is_to_be_removed() -> None:
    (fault,) = faults_of(saddlebag=1)
    assert fault.value == 1
    assert fault.remedy == "Remove it, or correct its name"


def test_a_key_is_told_by_the_name_that_the_file_gives_it() -> None:
    wrong, unknown = faults_of(spare={"spokes": 1, "tyre-width": "wide", "tyre_width": 3})
    assert (wrong.where, wrong.allowed) == ("shed.toml: spare.tyre-width", "millimetres")
    assert (unknown.where, unknown.allowed) == ("shed.toml: spare.tyre_width", "spokes, tyre-width")


def test_a_missing_key_is_told_with_what_belongs_there() -> None:
    (fault,) = faults_of(wheels=[{"spokes": 1}, {}])
    assert fault == Fault("is missing", "shed.toml: wheels[1].spokes", None, "a whole number", "Add it")


def test_a_wrong_value_is_told_with_the_description_of_its_field() -> None:
    (fault,) = faults_of(by_colour={"red": {"spokes": "many"}})
    assert fault == Fault("can't be used", "shed.toml: by_colour.red.spokes", "many", "a whole number", "Correct it")


def test_a_field_without_description_is_told_in_pydantic_s_words() -> None:
    (fault,) = faults_of(gears=0)
    assert "greater than or equal to 1" in fault.allowed


def test_what_contradicts_itself_is_told_in_the_model_s_own_words() -> None:
    (fault,) = faults_of(wheels=[{"spokes": 1}])
    assert (fault.what, fault.where, fault.value) == ("one wheel makes no bicycle", "shed.toml", None)


def test_a_whole_table_is_not_repeated_as_the_value() -> None:
    (fault,) = faults_of(name={"first": "Red"})
    assert fault.value is None


def test_a_key_at_fault_is_told_without_pydantic_s_mark() -> None:
    class Rack(BaseModel):
        slots: dict[int, str] = Field(description="names by number")

    with pytest.raises(ValidationError) as caught:
        Rack.model_validate({"slots": {"first": "x"}})
    (fault,) = validation_faults(caught.value, Rack, "rack.toml")
    assert (fault.where, fault.allowed) == ("rack.toml: slots.first", "names by number")


def test_all_findings_are_told_at_once() -> None:
    assert len(faults_of(wheel=1, gears="x", wheels=[{}, {}])) == 4
