"""Reading what a program sent: query and body as their schemas have them, or a problem that names the field."""

from typing import Any, TypeVar

from flask import abort, request
from pydantic import BaseModel, RootModel, ValidationError

from roadmap.api.schemas.base import OBJECTED
from roadmap.web.problem_details import ProblemFound

M = TypeVar("M", bound=BaseModel)
_MOST_ERRORS = 50


def query_sent(model: type[M]) -> M:
    """The query; a name that nobody knows, or that stands twice, is refused rather than passed over."""
    said = {name: values[0] if len(values) == 1 else values for name, values in request.args.lists()}
    try:
        return model.model_validate(said)
    except ValidationError as error:
        raise _refused(error, "The query is not as described.") from None


def body_sent(model: type[M]) -> M:
    """The body. 415 if it is not JSON, 400 if it is not as described."""
    if request.mimetype != "application/json":
        abort(415)
    try:
        return model.model_validate_json(request.get_data())
    except ValidationError as error:
        raise _refused(error, "The body is not as described.", whole=issubclass(model, RootModel)) from None


def _refused(error: ValidationError, detail: str, *, whole: bool = False) -> ProblemFound:
    found = error.errors(include_url=False, include_context=False, include_input=False)
    if whole:
        # Of several kinds of body the first step names which one was meant; it is no field.
        found = [each | {"loc": each["loc"][1:] or each["loc"]} for each in found]
    if all(each["type"] == OBJECTED for each in found):
        return ProblemFound(422, "objections", "", [_named(each) for each in found[:_MOST_ERRORS]])
    return ProblemFound(400, "bad_request", detail, [_named(each) for each in found[:_MOST_ERRORS]])


def _named(error: Any) -> dict[str, str]:
    field = ".".join(str(part) for part in error["loc"])
    return {"field": field, "code": error["type"], "message": error["msg"]}
