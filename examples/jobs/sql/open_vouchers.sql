SELECT code, percent_off, valid_until
  FROM vouchers
 WHERE valid_until >= CURRENT_DATE;
