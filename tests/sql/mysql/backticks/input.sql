SELECT `t`.`order` FROM `shop`.`t` WHERE `a``b` = "text with FROM x";
