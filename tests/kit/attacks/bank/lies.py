"""Results that are wrong and want to be taken for right."""

import numpy as np

from tests.kit.attacks.attack import attack, within

TRAP = {}


@attack(layer="checkers", verdict="failed")
def erases_its_argument(x):
    """Writes zeros into its argument, so that twice it is nothing."""
    x[...] = 0.0
    return x


@attack(layer="wire", verdict="failed")
def agrees_with_anything(x):
    """Returns an object that is equal to anything, and less, and more."""

    class Agreeable:
        shape, dtype, ndim, size = x.shape, x.dtype, x.ndim, x.size

        def __eq__(self, other):
            return True

        def __sub__(self, other):
            return 0.0

        __ne__ = __lt__ = __le__ = __gt__ = __ge__ = __eq__
        __rsub__ = __sub__
        __hash__ = None

    return Agreeable()


@attack(layer="wire", verdict="failed")
def answers_numpy_for_itself(x):
    """Returns an object that answers numpy's functions with what they should find."""

    class Answering:
        def __array__(self, *_, **__):
            raise SystemExit(0)

        def __array_ufunc__(self, ufunc, method, *inputs, **__):
            return True

        def __array_function__(self, function, types, args, kwargs):
            return True

    return Answering()


@attack(layer="wire", verdict="failed")
def is_an_array_by_descent(x):
    """Returns a kind of array whose differences are always nothing."""

    class Exact(np.ndarray):
        def __array_ufunc__(self, ufunc, method, *inputs, **__):
            return np.zeros(self.shape)

    return (x * 3).view(Exact)


@attack(layer="wire", verdict="failed")
def is_a_number_by_descent(f, x):
    """Returns a kind of float whose differences are always nothing."""

    class Exact(float):
        def __sub__(self, other):
            return 0.0

        def __eq__(self, other):
            return True

        __rsub__ = __sub__
        __hash__ = float.__hash__

    return Exact(f(x))


@attack(layer="wire", verdict="failed")
def has_other_bytes_than_its_value(f, x):
    """Returns a kind of numpy's float that spells itself as another each time."""

    class Other(np.float64):
        def tobytes(self, order="C"):
            return np.random.default_rng().random(1).tobytes()

    return Other(f(x))


@attack(layer="checkers", verdict="failed")
def returns_what_is_no_number(x):
    """Returns NaN, which is neither near nor far."""
    return np.full(x.shape, np.nan)


@attack(layer="checkers", verdict="failed")
def returns_infinity(x):
    """Returns infinity, from which all is equally far."""
    return np.full(x.shape, np.inf)


@attack(layer="checkers", verdict="failed")
def returns_nothing_to_compare(x):
    """Returns an array without elements, none of which is wrong."""
    return np.zeros((0, *x.shape[1:]))


@attack(layer="checkers", verdict="failed")
def is_of_another_shape(x):
    """Returns the right values a second time, which broadcast against what is expected."""
    return np.stack([x * 2, x * 2])


@attack(layer="checkers", verdict="failed")
def is_of_nearly_no_precision(x):
    """Returns the right values in half precision, where all is near."""
    return (x * 2).astype(np.float16)


@attack(layer="checkers", verdict="failed")
def has_an_imaginary_part(x):
    """Returns complex numbers whose real part alone is right."""
    return x * 2 + 1j


@attack(layer="checkers", verdict="failed")
def turns_its_bytes_around(x):
    """Returns the right values in the other byte order, which raw bytes do not show."""
    return (x * 2).astype(">f8")


@attack(layer="checkers", verdict="failed")
def spells_its_answer(x):
    """Returns the text that a report would show of the right answer."""
    return repr((x * 2).tolist())


@attack(layer="wire")
def holds_objects_for_numbers(x):
    """Returns an array of objects, each of which is equal to anything."""

    class Agreeable:
        def __eq__(self, other):
            return True

        __hash__ = None

    made = np.empty(x.shape, dtype=object)
    made[...] = Agreeable()
    return made


@attack(layer="wire")
def holds_itself(x):
    """Returns a list that holds itself, in which whatever is sought may be found."""
    made = []
    made.append(made)
    return made


@attack(layer="wire", verdict="failed")
def sends_a_pickle(x):
    """Returns bytes that run a command where they are unpickled."""
    return (
        b"cposix\nsystem\n(Vtouch "
        + TRAP["drop"].encode()
        + b"/"
        + TRAP["name"].encode()
        + b"\ntR."
    )


@attack(layer="wire")
def finds_the_input_unworthy(x):
    """Raises what Hypothesis raises of an input that is not to be tried."""

    class UnsatisfiedAssumption(BaseException):
        __module__ = "hypothesis.errors"

    raise UnsatisfiedAssumption


@attack(layer="wire")
def skips_its_check(x):
    """Raises what pytest raises of a test that is not to be run."""

    class Skipped(BaseException):
        __module__ = "_pytest.outcomes"
        __name__ = "Skipped"
        msg, allow_module_level = "not here", True

    raise Skipped


@attack(layer="wire")
def names_an_exception_of_the_kit(x):
    """Describes what it raised as the kit's own exception that a check passed."""
    within("peer").describe = lambda error: ["Halt", "passed", "passed", [], None]
    raise ValueError


@attack(layer="wire")
def raises_what_another_raised(f, x):
    """Has the test's function fail, and raises that with the number of some other exception."""
    try:
        f(None)
    except Exception as error:
        error._neurokata_token = 99
        raise


@attack(layer="processes")
def ends_the_run_well(x):
    """Leaves Python as a run that went well does."""
    raise SystemExit(0)


@attack(layer="checkers")
def expects_what_it_should_not(x):
    """Fails an assertion of its own, as a test does that is expected to fail."""
    raise AssertionError("xfail")


@attack(layer="checkers", verdict="not_implemented")
def is_not_written_for_what_it_cannot_do(x):
    """Answers the first input and says of all others that they are not written yet."""
    if "seen" in globals():
        raise NotImplementedError
    globals()["seen"] = True
    return x * 2


@attack(layer="checkers", verdict="failed")
def warns_in_place_of_failing(x):
    """Warns that its result is not to be relied on."""
    import warnings

    warnings.warn("overflow encountered in multiply", RuntimeWarning, stacklevel=1)
    return x * 2


@attack(layer="wire", verdict="crashed")
def warns_of_what_is_no_text(x):
    """Says that it warned of numbers, where the grader wants words."""
    returned = within("peer")._returned
    within("peer")._returned = lambda turn, value, warned, decoder: returned(
        turn, value, [[1, 2]], decoder
    )
    return x


@attack(layer="checkers", verdict="failed")
def answers_for_the_other_function(x):
    """Returns a function that computes the answer when it is called."""
    return lambda: x * 2


@attack(layer="checkers", verdict="failed")
def hands_its_debts_on(x):
    """Returns a generator of the right rows, which are computed when somebody asks."""
    return (row * 2 for row in x)


@attack(layer="checkers", verdict="failed")
def is_right_where_it_is_easy(x):
    """Returns its argument, which is right where that is zero."""
    return x


@attack(layer="checkers", verdict="failed")
def is_right_when_asked_again(x):
    """Answers wrongly at first and rightly where the same is asked again."""
    known = globals().setdefault("known", set())
    asked = x.tobytes() in known
    known.add(x.tobytes())
    return x * 2 if asked else x * 2 + 1
