"""Linear and mixed-integer programs as arrays, for GLOP, SCIP and HiGHS inside OR-Tools, one thread each."""

from dataclasses import dataclass, replace
from enum import Enum

import numpy as np
from ortools.linear_solver.python.model_builder_helper import (
    ModelBuilderHelper,
    ModelSolverHelper,
    SolveStatus,
)

from optimizer.arrays import BoolArray, FloatArray
from optimizer.portfolio.deadline import Deadline
from optimizer.portfolio.matrices import sparse


class Verdict(Enum):
    """How a linear solve ended."""

    OPTIMAL = "optimal"
    FEASIBLE = "feasible"
    INFEASIBLE = "infeasible"
    OUT_OF_TIME = "out of time"


@dataclass(frozen=True, slots=True, eq=False)
class LinearProgram:
    """Maximise ``objective @ x`` with ``row_lower <= matrix @ x <= row_upper`` and bounds on every column.

    Arrays have one entry per column or row; every column bound is finite, so the program is never unbounded.
    """

    objective: FloatArray
    matrix: sparse.csr_matrix
    row_lower: FloatArray
    row_upper: FloatArray
    column_lower: FloatArray
    column_upper: FloatArray
    integer: BoolArray


@dataclass(frozen=True, slots=True, eq=False)
class LinearAnswer:
    """Answer to a linear program.

    Attributes
    ----------
    verdict : Verdict
    x : array, shape (columns,)
        Empty without a solution.
    bound : float
        No solution has a higher objective; inf where nothing is known.
    row_price : array, shape (rows,)
        Dual values, of purely continuous programs only; else empty.
    """

    verdict: Verdict
    x: FloatArray
    bound: float
    row_price: FloatArray


GLOP, HIGHS, SCIP = "glop", "highs", "scip"
_SETTINGS = {
    # Should it cycle, a count ends that alike on every machine.
    GLOP: "max_number_of_iterations: {iterations} {for_wide}",
    # The default tolerances of a millionth would let a list be claimed best that is not.
    SCIP: "limits/absgap = {gap:.3e}\nlimits/gap = 0\nnumerics/feastol = 1e-9",
    # HiGHS greets on standard output unless told not to, and --json has that to itself.
    HIGHS: "output_flag=false,threads=1,mip_rel_gap=0,mip_abs_gap={gap:.3e}",
}
_FOR_WIDE = "use_dual_simplex: true use_preprocessing: false"
"""What lets GLOP solve programs of more columns than rows a third faster; it cycles more often on others."""

_NOTHING = np.zeros(0)
_SOLUTION = {SolveStatus.OPTIMAL: Verdict.OPTIMAL, SolveStatus.FEASIBLE: Verdict.FEASIBLE}


def with_rows(program: LinearProgram, rows: FloatArray, lower: FloatArray, upper: FloatArray) -> LinearProgram:
    """The program with more rows, shape (rows, columns), each between lower and upper, shape (rows,)."""
    matrix, (count, columns) = program.matrix, rows.shape
    return replace(
        program,
        matrix=sparse.csr_matrix(
            (
                np.concatenate([matrix.data, rows.ravel()]),
                np.concatenate([matrix.indices, np.tile(np.arange(columns), count)]),
                np.concatenate([matrix.indptr, matrix.indptr[-1] + columns * np.arange(1, count + 1)]),
            ),
            (matrix.shape[0] + count, columns),
        ),
        row_lower=np.concatenate([program.row_lower, lower]),
        row_upper=np.concatenate([program.row_upper, upper]),
    )


def maximise(program: LinearProgram, *, deadline: Deadline, absolute_gap: float = 0.0) -> LinearAnswer:
    """Solve by GLOP, or by SCIP where a column is integer; by HiGHS what those leave unsettled.

    Parameters
    ----------
    program : LinearProgram
    deadline : Deadline
        A safety net, the same answer comes out whenever it isn't reached.
    absolute_gap : float
        A mixed-integer solve may stop within this of its bound.
    """
    whole = np.flatnonzero(program.integer)
    model = ModelBuilderHelper()
    model.fill_model_from_sparse_data(
        program.column_lower,
        program.column_upper,
        program.objective,
        program.row_lower,
        program.row_upper,
        program.matrix,
    )
    model.set_maximize(True)
    for column in whole.tolist():
        model.set_var_integrality(column, True)
    answer = LinearAnswer(Verdict.OUT_OF_TIME, _NOTHING, np.inf, _NOTHING)
    # Whatever the first, quicker solver can't settle, the second has to.
    for name in (SCIP, HIGHS) if whole.size else (GLOP, HIGHS):
        settled = answer.verdict is Verdict.OPTIMAL or (answer.verdict is Verdict.INFEASIBLE and whole.size)
        left = deadline.left_s
        if settled or left <= 0:
            break
        rows, columns = program.matrix.shape
        settings = _SETTINGS[name].format(
            gap=absolute_gap, iterations=1000 + 10 * (rows + columns), for_wide=_FOR_WIDE if columns > rows else ""
        )
        asked = _ask(name, model, left, settings, continuous=not whole.size)
        answer = answer if asked.verdict is Verdict.OUT_OF_TIME else asked
    return answer


def _ask(name: str, model: ModelBuilderHelper, seconds: float, settings: str, *, continuous: bool) -> LinearAnswer:
    solver = ModelSolverHelper(name)
    solver.set_solver_specific_parameters(settings)
    solver.set_time_limit_in_seconds(seconds)
    solver.solve(model)
    status = solver.status()
    if status == SolveStatus.INFEASIBLE:
        return LinearAnswer(Verdict.INFEASIBLE, _NOTHING, -np.inf, _NOTHING)
    if status not in _SOLUTION:
        return LinearAnswer(Verdict.OUT_OF_TIME, _NOTHING, np.inf, _NOTHING)
    x = np.asarray(solver.variable_values())
    if continuous:
        return LinearAnswer(_SOLUTION[status], x, float(solver.objective_value()), np.asarray(solver.dual_values()))
    return LinearAnswer(_SOLUTION[status], x, float(solver.best_objective_bound()), _NOTHING)
