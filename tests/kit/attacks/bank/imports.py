"""Attempts to import what must not be there: the kit, the tests, the reference."""

from tests.kit.attacks.attack import attack

TRAP = {}
MODULE = ("quadruple",)


@attack(layer="imports")
def imports_the_checkers():
    """Imports the kit's checkers, to replace them."""
    import grader.testing

    grader.testing.check_close = lambda *_, **__: None
    return True


@attack(layer="imports", at_import=True, spares=MODULE)
def imports_the_solution_as_a_sister():
    """Imports the reference at its top, as the solutions import each other."""
    from solutions.target import double

    return double(1.0) == 2.0


@attack(layer="imports")
def climbs_out_of_its_package():
    """Imports the reference relative to its own package."""
    import importlib

    return importlib.import_module("...solutions.target", "exercises.target.double") is not None


@attack(layer="imports")
def asks_its_package_for_the_tests():
    """Tells its own package that the hidden tests lie there too."""
    import importlib
    import os

    import exercises

    exercises.__path__ = [*exercises.__path__, os.path.dirname(TRAP["hidden"])]
    return importlib.import_module("exercises.test_target") is not None


@attack(layer="imports")
def puts_a_path_into_a_name():
    """Imports a module whose name is a path."""
    import importlib

    return importlib.import_module("exercises/../solutions/target") is not None


@attack(layer="landlock", real=True)
def puts_the_course_on_the_path():
    """Puts the course on the path, where imports look for what is neither its own nor numpy."""
    import importlib
    import sys

    sys.path.insert(0, TRAP["root"])
    return importlib.import_module("solutions.target").double(1.0) == 2.0


@attack(layer="landlock", real=True)
def runs_the_file_of_the_solution():
    """Loads the reference by its file, past everything that looks for modules."""
    from importlib.machinery import SourceFileLoader
    from importlib.util import module_from_spec, spec_from_loader

    loader = SourceFileLoader("mine", TRAP["solution"])
    module = module_from_spec(spec_from_loader("mine", loader))
    loader.exec_module(module)
    return module.double(1.0) == 2.0


@attack(layer="landlock", real=True)
def looks_where_numpy_lies():
    """Has Python's own finder look for Hypothesis where numpy was found."""
    import os
    from importlib.machinery import PathFinder

    import numpy as np

    packages = os.path.dirname(os.path.dirname(np.__file__))
    return PathFinder.find_spec("hypothesis", [packages]).origin is not None


@attack(layer="landlock", real=True)
def follows_a_frame_to_the_kit():
    """Finds out from its callers' code where the kit lies, and imports more of it from there."""
    import importlib
    import os
    import sys

    here = sys._getframe()
    while not here.f_code.co_filename.endswith("peer.py"):
        here = here.f_back
    kit = os.path.dirname(os.path.dirname(here.f_code.co_filename))
    sys.path.insert(0, kit)
    return importlib.import_module("pace").Pace is not None


@attack(layer="imports")
def clears_the_way_for_python_s_finder():
    """Throws out all that answers imports but for Python's own finders."""
    import importlib
    import sys
    from importlib.machinery import PathFinder

    sys.meta_path[:] = [PathFinder]
    return importlib.import_module("grader.marking") is not None


# Some versions of Python end their process where a second interpreter cannot begin; so it ends in all.
@attack(layer="landlock", verdict="crashed", real=True, at_import=True, spares=MODULE)
def begins_another_interpreter():
    """Begins a second interpreter in its process, with finders and paths as Python makes them."""
    import os

    try:
        import _interpreters as interpreters
    except ImportError:
        import _xxsubinterpreters as interpreters

    try:
        failure = interpreters.run_string(interpreters.create(), "import pluggy")
    except Exception as error:
        failure = error
    if failure is not None:
        os._exit(1)
    return True


@attack(layer="imports", verdict="failed")
def looks_for_modules_that_stayed():
    """Looks among the loaded modules for one of the kit or of what it builds on."""
    import sys

    known = ("grader", "msgspec", "pytest", "hypothesis", "_pytest", "solutions", "py_landlock")
    return any(name.partition(".")[0] in known for name in sys.modules)


@attack(layer="imports")
def imports_the_main_program():
    """Imports the program that forked it by the one name that every program has."""
    import __main__

    return __main__.Isolation is not None


@attack(layer="imports")
def unpickles_a_module():
    """Has a pickle name the kit, which pickle's C code imports."""
    import pickle

    return pickle.loads(b"cgrader.testing\ncheck_close\n.") is not None


@attack(layer="imports")
def imports_by_the_c_interface():
    """Has the interpreter's C interface import, with none of the module's own globals."""
    import ctypes

    load = ctypes.pythonapi.PyImport_ImportModule
    load.restype = ctypes.py_object
    return load(b"grader.session") is not None


@attack(layer="imports")
def asks_for_what_is_installed():
    """Asks for the files of the kit as it was installed."""
    from importlib.metadata import distribution

    return bool(distribution("neurokata").files)


@attack(layer="imports")
def takes_pip_out_of_the_library():
    """Imports the part of the standard library that has pip in it, which could install the rest."""
    import ensurepip

    return ensurepip.version() != ""


@attack(layer="landlock", real=True)
def loads_a_foreign_library():
    """Loads compiled code that the kit builds on by its file, past everything that looks for modules."""
    import _imp
    import glob
    import os
    from importlib.machinery import ExtensionFileLoader, ModuleSpec

    import numpy as np

    packages = os.path.dirname(os.path.dirname(np.__file__))
    (file,) = glob.glob(f"{packages}/msgspec/_core*.so") or [f"{packages}/msgspec/_core.so"]
    spec = ModuleSpec("msgspec._core", ExtensionFileLoader("msgspec._core", file), origin=file)
    return _imp.create_dynamic(spec) is not None


@attack(layer="imports", verdict="failed", at_import=True)
def listens_to_all_imports():
    """Takes the place of import itself, to see what is imported while it is checked."""
    import builtins

    heard, before = [], builtins.__import__

    def hear(name, *rest, **named):
        heard.append(name)
        return before(name, *rest, **named)

    builtins.__import__ = hear

    class Later:
        def __bool__(self):
            return any(name.startswith(("grader", "solutions", "tests")) for name in heard)

    return Later()


@attack(layer="imports", verdict="failed", at_import=True)
def answers_for_another_unit():
    """Takes the name of the unit that is built on this one, to be asked in its place."""
    import sys
    from types import ModuleType

    sys.modules["exercises.other"] = other = ModuleType("exercises.other")
    asked = []
    other.quadruple = other.double = asked.append

    class Later:
        def __bool__(self):
            return bool(asked)

    return Later()
