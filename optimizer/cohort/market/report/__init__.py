"""What a study found, as data, as words for a terminal and as a page of the documentation."""

from optimizer.cohort.market.report.findings import Findings, findings_json, findings_of
from optimizer.cohort.market.report.page import findings_markdown
from optimizer.cohort.market.report.words import findings_text

__all__ = ["Findings", "findings_json", "findings_markdown", "findings_of", "findings_text"]
