# Newsbot in a container: docker build -t newsbot . && docker run --env-file .env -v newsbot:/data newsbot
FROM python:3.12-slim AS build
RUN python -m venv /venv
WORKDIR /src
COPY requirements/run.lock requirements/run.lock
RUN /venv/bin/pip install --no-cache-dir --require-hashes -r requirements/run.lock
COPY pyproject.toml README.md LICENSE NOTICE ./
COPY bot bot
COPY storage storage
RUN /venv/bin/pip install --no-cache-dir --no-deps --no-build-isolation --no-index .

FROM python:3.12-slim
RUN useradd --system --uid 10001 --home-dir /data newsbot && install -d -o newsbot -g newsbot /data
COPY --from=build /venv /venv
# MALLOC_ARENA_MAX: one heap a thread is of no use to a program whose threads only wait for the database.
ENV PATH=/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    MALLOC_ARENA_MAX=2 \
    NEWSBOT_DATABASE_URL=sqlite:////data/newsbot.db \
    NEWSBOT_HTTP_ADDRESS=0.0.0.0:8080
USER newsbot
WORKDIR /data
VOLUME /data
EXPOSE 8080
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s \
  CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8080/healthz', timeout=4)"]
ENTRYPOINT ["newsbot"]
CMD ["run"]
