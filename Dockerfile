# syntax=docker/dockerfile:1
# One stage installs from the lock file, the other holds only what runs, and is nobody in particular (not root).
FROM python:3.13-slim AS build
RUN pip install --no-cache-dir 'uv>=0.9'
ENV UV_COMPILE_BYTECODE=1 UV_LINK_MODE=copy UV_PROJECT_ENVIRONMENT=/opt/osusume
WORKDIR /src
COPY pyproject.toml uv.lock README.md LICENSE ./
RUN uv sync --frozen --no-dev --no-install-project
COPY bot bot
COPY core core
COPY jobs jobs
COPY prompts prompts
COPY sources sources
COPY storage storage
RUN uv sync --frozen --no-dev --no-editable

FROM python:3.13-slim AS ready
RUN useradd --system --create-home --uid 10001 osusume && install -d -o osusume -g osusume /data
COPY --from=build /opt/osusume /opt/osusume
ENV PATH=/opt/osusume/bin:$PATH PYTHONUNBUFFERED=1 NUMBA_CACHE_DIR=/opt/compiled DATA_DIR=/data WEB_HOST=0.0.0.0 WEB_PORT=8080 LOG_FORMAT=json
# The engine's loops are compiled here; on another kind of processor than this one they are once more at the first start.
RUN python -c 'import core.engine' && chown -R osusume:osusume /opt/compiled
VOLUME /data
EXPOSE 8080
# The first start fills the database and trains: give it a minute before it counts.
HEALTHCHECK --interval=15s --timeout=3s --start-period=90s --retries=3 \
    CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8080/healthz', timeout=2)"]
CMD ["osusume", "run"]

# Fly.io mounts its volumes as root's: hand the folder over, then go on as anybody else would.
FROM ready AS fly
ENTRYPOINT ["/bin/sh", "-c", "chown osusume:osusume /data && exec setpriv --reuid=osusume --regid=osusume --init-groups \"$@\"", "--"]
CMD ["osusume", "run"]

FROM ready
USER osusume
