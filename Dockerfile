# One image for every process of the pipeline: `watchllm processor`, `watchllm sink`, `watchllm schema create` …

FROM eclipse-temurin:25-jdk-noble AS build
WORKDIR /build
COPY . .
RUN --mount=type=cache,target=/root/.m2 \
    ./mvnw --batch-mode --no-transfer-progress -q -DskipTests -pl cli -am package

FROM eclipse-temurin:25-jre-noble
# A fixed number, so that volumes and the cluster's security rules can name it.
RUN groupadd --system --gid 10001 watchllm \
    && useradd --system --uid 10001 --gid 10001 --no-create-home --home-dir /var/lib/watchllm --shell /usr/sbin/nologin watchllm \
    && mkdir -p /var/lib/watchllm/state \
    && chown -R watchllm:watchllm /var/lib/watchllm
COPY --from=build /build/cli/target/distribution/lib /opt/watchllm/lib
COPY --from=build /build/cli/target/distribution/watchllm.cdx.json /opt/watchllm/watchllm.cdx.json
COPY --chmod=755 deploy/watchllm /usr/local/bin/watchllm
USER 10001:10001
WORKDIR /var/lib/watchllm
EXPOSE 8080
# No HEALTHCHECK: it would start a second JVM within the memory limit of the first. Kubernetes asks /health/ready over HTTP;
# docker-compose.yml has a check of its own, with flags that keep that JVM small.
ENTRYPOINT ["watchllm"]
CMD ["--help"]
