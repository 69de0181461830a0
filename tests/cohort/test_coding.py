"""Names replaced by codes: nothing of a name is left, and the key leads back."""

from optimizer.cohort import Class, Coded, class_of_files, key_csv, with_codes, without_names

PLAN = """
title = "Ann Aldrich's list"
[applicant]
type = "us-md"
specialties = ["dermatology"]
[[applicant.ties]]
kind = "family"
state = "OH"
note = "Aunt Aldrich"
"""


def coded(found: Class) -> Coded:
    made = with_codes(found)
    assert "aldrich" not in repr(made.found).casefold()
    return made


def plans() -> Class:
    return class_of_files([("ann-aldrich.toml", PLAN.encode()), ("bad-aldrich.toml", b"[applicant]\ntype = 'us-xx'\n")])


def test_nothing_of_a_name_is_left() -> None:
    made = coded(plans())
    (student,), (refused,) = made.found.students, made.found.refused
    assert {student.code, refused.code} == {"S01", "S02"}
    assert student.plan.title == student.code
    assert student.plan.applicant.ties[0].state == "OH"
    assert refused.faults[0].where.startswith(f"{refused.code}.toml")


def test_the_key_leads_back_to_every_student() -> None:
    text = b"code,name,type,specialty\n" + b"".join(b"c%d,Aldrich %d,us-md,psychiatry\n" % (n, n) for n in range(120))
    found = class_of_files([("class.csv", text)])
    made = coded(found)
    by_code = {row.code: row for row in made.key}
    assert len(by_code) == 120
    assert {by_code[new.code].given for new in made.found.students} == {old.code for old in found.students}
    for new, old in zip(made.found.students, found.students, strict=True):
        assert (by_code[new.code].given, by_code[new.code].name) == (old.code, old.name)
    assert key_csv(made.key).decode("utf-8-sig").count("Aldrich") == 120


def test_codes_do_not_keep_the_order_of_the_file() -> None:
    text = b"code,type,specialty\n" + b"".join(b"c%d,us-md,psychiatry\n" % number for number in range(60))
    order = [student.code for student in coded(class_of_files([("class.csv", text)])).found.students]
    assert order != sorted(order)


def test_what_goes_to_workers_has_codes_only() -> None:
    sent = without_names(plans())
    assert [student.code for student in sent.students] == ["ann-aldrich"]
    assert "Aldrich" not in repr(sent)
