# The release's archive on Debian: ./release.sh, then docker build -f Dockerfile -t madlab artifacts/release
# Run it with a read-only root and a volume for what it keeps:
#   docker run --read-only --tmpfs /tmp --cap-drop ALL -v madlab:/var/lib/madlab -e MadLab__Auth__ApiKeys=true -p 127.0.0.1:8080:8080 madlab
FROM debian:12-slim
RUN apt-get update \
    && apt-get install -y --no-install-recommends ca-certificates libssl3 \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --no-create-home --uid 10001 madlab \
    && install -d -o madlab -g madlab -m 0700 /var/lib/madlab
ADD madlab-*-linux-x64.tar.gz /opt/
RUN ln -s /opt/madlab-*-linux-x64 /opt/madlab
# It listens beyond loopback, so it starts with a sign-in (MadLab__Auth__ApiKeys=true) or where MadLab__Auth__Open=true says that it is meant to be open.
ENV ASPNETCORE_URLS=http://*:8080 MadLab__ShutdownDelay=00:00:03
USER 10001
WORKDIR /var/lib/madlab
VOLUME /var/lib/madlab
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=5s --start-period=10s CMD ["/opt/madlab/madlab", "ready", "http://127.0.0.1:8080"]
STOPSIGNAL SIGTERM
ENTRYPOINT ["/opt/madlab/madlab-host"]
