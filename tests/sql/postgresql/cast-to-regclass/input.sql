SELECT 't'::regclass, CAST('s.t' AS regclass), regclass 'u', to_regclass('v'),
	'f'::regproc;
