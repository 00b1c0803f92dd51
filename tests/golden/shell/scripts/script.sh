cd jobs
./nightly.sh --all
bash lib/x.sh
python3 -m app.jobs.load
python etl/load.py "$1"
/usr/bin/certbot renew
