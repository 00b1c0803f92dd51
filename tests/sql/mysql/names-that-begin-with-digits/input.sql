SELECT 2fa_code, 1e5 FROM 2024_orders;
