"""A job acts for the person who caused it: the id travels with the job, unseen by the task."""

from collections.abc import Callable
from typing import Any

from procrastinate import App
from procrastinate.job_context import JobContext
from procrastinate.jobs import Job
from procrastinate.manager import JobManager
from procrastinate.worker import Worker

from koganei_kyodo.audit.context import acting, acting_user_id

CAUSED_BY = "_caused_by"


class NamingJobManager(JobManager):
    """Puts the id of the person who acts into the arguments of every job it stores."""

    def _defer_jobs_query_kwargs(self, jobs: list[Job]) -> dict[str, Any]:
        person = acting_user_id()
        if person is not None:
            jobs = [job.evolve(task_kwargs={CAUSED_BY: person, **job.task_kwargs}) for job in jobs]
        return super()._defer_jobs_query_kwargs(jobs)


def name_the_job(call_next: Callable[[], Any], context: JobContext, worker: Worker) -> Any:
    """Run a task; every change it makes names the job and the person who caused it.

    Args:
        call_next: runs the task.
        context: of the job; the id of the person is taken out of its arguments.
        worker: the worker that runs it.
    """
    person = context.job.task_kwargs.pop(CAUSED_BY, None)
    said: dict[str, Any] = {"job": context.job.task_name}
    if person is not None:
        said["user"] = person
    with acting(**said):
        return call_next()


def install(app: App) -> None:
    """Make `app` name jobs when they are stored and when they run (``ON_APP_READY``)."""
    app.job_manager = NamingJobManager(app.connector)
    middleware = app.worker_defaults.get("task_middleware") or []
    app.worker_defaults["task_middleware"] = [*middleware, name_the_job]
